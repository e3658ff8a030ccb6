import js from '@eslint/js';
import svelte from 'eslint-plugin-svelte';
import ts from 'typescript-eslint';

// Components and what is compiled like them; all other sources are oxlint's (.oxlintrc.json), by the same rules in a second.
export default ts.config(js.configs.recommended, ...ts.configs.recommended, ...svelte.configs['flat/recommended'], {
  files: ['**/*.svelte', '**/*.svelte.ts'],
  languageOptions: { parserOptions: { parser: ts.parser } },
  rules: {
    'no-undef': 'off',
    'max-params': ['error', 4],
    '@typescript-eslint/no-explicit-any': 'error',
    '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
    '@typescript-eslint/consistent-type-imports': 'error',
  },
});
