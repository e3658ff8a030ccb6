import js from '@eslint/js';
import svelte from 'eslint-plugin-svelte';
import ts from 'typescript-eslint';

export default ts.config(
  {
    ignores: ['node_modules', 'dist', '.data', '.cache', 'db/schema.ts', 'ui/src/lib/api-types.ts', 'ui/dist', '*.cjs'],
  },
  js.configs.recommended,
  ...ts.configs.recommended,
  ...svelte.configs['flat/recommended'],
  {
    files: ['**/*.svelte', '**/*.svelte.ts'],
    languageOptions: { parserOptions: { parser: ts.parser } },
  },
  {
    rules: {
      'no-undef': 'off',
      'max-lines-per-function': 'off',
      'max-params': ['error', 4],
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/consistent-type-imports': 'error',
      'no-console': 'off',
      // Kysely's `sql` only describes a statement: without `.execute` it never runs, and nothing says so.
      'no-restricted-syntax': [
        'error',
        {
          selector:
            "Program:has(ImportDeclaration[source.value='kysely'] ImportSpecifier[local.name='sql']) AwaitExpression > TaggedTemplateExpression[tag.name='sql']",
          message: 'This statement is described and never run: call execute on it.',
        },
      ],
    },
  },
);
