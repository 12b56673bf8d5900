import { defineConfig, type OxlintOverride } from 'oxlint'

/** What a folder may not import. The folder says where code may run; the linter says no (docs/architecture.md). */
const forbid = (files: string[], group: string[], message: string): OxlintOverride => ({
  files,
  rules: { 'no-restricted-imports': ['error', { patterns: [{ group, message }] }] },
})

export default defineConfig({
  plugins: ['typescript', 'unicorn', 'oxc', 'import', 'react', 'vitest', 'promise'],
  categories: { correctness: 'error', suspicious: 'warn' },
  rules: {
    'no-console': 'error',
    'no-var': 'error',
    'prefer-const': 'error',
    eqeqeq: ['error', 'always', { null: 'ignore' }],
    'typescript/no-explicit-any': 'error',
    'typescript/consistent-type-imports': 'error',
    'typescript/no-floating-promises': 'error',
    'typescript/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
    'import/no-default-export': 'error',
    'import/no-cycle': 'error',
    'import/no-unassigned-import': ['warn', { allow: ['**/*.css'] }],
    'react/react-in-jsx-scope': 'off',
    'typescript/consistent-return': 'off',
    // fast-check is written as fc.property(…) everywhere, and properties expect inside conditions.
    'import/no-named-as-default-member': 'off',
    // `using _held = …` keeps something for the length of a block; a helper may stand where it is used.
    'no-underscore-dangle': 'off',
    'unicorn/consistent-function-scoping': 'off',
    'vitest/no-conditional-expect': 'off',
    'typescript/no-unsafe-type-assertion': 'off',
    'typescript/require-array-sort-compare': ['error', { ignoreStringArrays: true }],
    'vitest/valid-expect': ['error', { maxArgs: 2 }],
    'max-lines': ['error', { max: 320, skipBlankLines: true, skipComments: true }],
  },
  overrides: [
    forbid(
      ['src/shared/**'],
      [
        'node:*',
        'electron',
        'react',
        'react/*',
        'ws',
        'better-sqlite3',
        '**/core/**',
        '**/main/**',
        '**/renderer/**',
      ],
      'shared imports zod only',
    ),
    forbid(
      ['src/core/**'],
      [
        'electron',
        'react',
        'react/*',
        'antd',
        '**/main/**',
        '**/renderer/**',
        '**/preload/**',
        '**/simulator/**',
      ],
      'core imports node, its libraries and shared',
    ),
    forbid(
      ['src/main/**', 'src/preload/**'],
      ['react', 'react/*', 'antd', 'better-sqlite3', 'ws', '**/core/**', '**/renderer/**', '**/simulator/**'],
      'the shell imports electron and shared',
    ),
    forbid(
      ['src/renderer/**'],
      ['node:*', 'electron', 'ws', 'better-sqlite3', '**/core/**', '**/main/**', '**/simulator/**'],
      'the renderer imports react, its libraries and shared',
    ),
    {
      files: ['*.config.ts', 'src/renderer/**/*.d.ts'],
      rules: { 'import/no-default-export': 'off' },
    },
    { files: ['scripts/**', 'simulator/**', 'tests/**'], rules: { 'no-console': 'off' } },
    // Hex dumps are written a box a line.
    { files: ['src/core/media/*.test.ts'], rules: { 'no-useless-concat': 'off' } },
  ],
})
