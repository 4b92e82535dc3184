// What all tests of views in a browser have: one browser for a file, one page for a test, and no error on any page.
import { afterAll, afterEach, beforeAll, expect } from 'vitest';
import type { Browser } from 'playwright-core';
import type { ViewKind } from '../../../extension/shared/viewProtocol.js';
import { startBrowser, TestView, type OpenOptions } from './browser.js';

/** Opens views; pages are closed after each test, which fails where one of them has reported an error. */
export type OpenView = (kind: ViewKind, options?: OpenOptions) => Promise<TestView>;

/** Registers the hooks of a file or group of tests. */
export function useViews(): OpenView {
  let browser: Browser;
  let views: TestView[] = [];
  beforeAll(async () => {
    browser = await startBrowser();
  });
  afterEach(async () => {
    const open = views;
    views = [];
    for (const view of open) {
      await view.page.close();
    }

    expect(open.flatMap((view) => view.errors)).toEqual([]);
  });
  afterAll(async () => {
    await browser.close();
  });
  return async (kind, options) => {
    const view = await TestView.open(browser, kind, options);
    views.push(view);
    return view;
  };
}
