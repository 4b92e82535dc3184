// A folder that is not trusted: the embedded model answers, and nothing that the folder names is loaded.
import { expect } from 'vitest';
import { question } from './prompts.js';
import { editorTest, openEditor } from './use.js';

const document = `### With the embedded model
The capital of France is

### With a model of the folder
@model ./evil
The capital of Italy is
`;

editorTest('An untrusted folder gets hovers of the embedded model only', async () => {
  const editor = await openEditor({
    files: { 'capitals.interp': document },
    trusted: false,
    // A folder may say all of this; none of it may have an effect.
    folderSettings: {
      'interp.server.path': '/bin/true',
      'interp.model': '/nowhere/evil',
      'interp.provider': 'webgpu',
      'interp.modelDirectories': ['/nowhere'],
    },
  });
  try {
    await editor.openFile('capitals.interp');
    expect(await editor.hover('is', question, 'Paris')).toContain('·Paris');
    await editor.noHover();
    expect(await editor.hover('is', 'The capital of Italy is', 'not trusted')).toContain('./evil');
    await editor.noHover();
    expect(await editor.messages().count()).toBe(0);
  } finally {
    await editor.close();
  }
});
