import { defineConfig } from 'vitest/config';

// One file after the other: the machine's cores belong to the browser that a test drives.
export default defineConfig({
    test: {
        include: ['**/*.test.ts'],
        globalSetup: ['support/bundle.mjs'],
        fileParallelism: false,
        testTimeout: 60_000,
        hookTimeout: 60_000,
        retry: 0,
    },
});
