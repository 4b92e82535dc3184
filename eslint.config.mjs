// Rules for the TypeScript of the extension, its views and their tests.
import js from '@eslint/js';
import tseslint from 'typescript-eslint';

const noEditor = {
  'no-restricted-imports': ['error', {
    paths: [{ name: 'vscode', message: 'Views and shared code know nothing of the editor; pass messages (shared/viewProtocol.ts).' }],
    patterns: [{ group: ['vscode-*', '**/src/*'], message: 'Views and shared code know nothing of the editor; pass messages (shared/viewProtocol.ts).' }],
  }],
};

export default tseslint.config(
  { ignores: ['**/dist/**', '**/node_modules/**', 'extension/shared/contracts.ts', '**/*.mjs', '**/*.js'] },
  js.configs.recommended,
  ...tseslint.configs.strictTypeChecked,
  {
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/no-non-null-assertion': 'error',
      '@typescript-eslint/consistent-type-assertions': ['error', { assertionStyle: 'as', objectLiteralTypeAssertions: 'never' }],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      eqeqeq: 'error',
      'max-lines': ['error', { max: 400, skipBlankLines: false }],
    },
  },
  { files: ['extension/webview/**/*.ts', 'extension/shared/**/*.ts'], rules: noEditor },
);
