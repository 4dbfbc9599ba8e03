// What a change to the web apps must hold to. The stages are as in Go: core knows
// no page, ui no app, and the apps do not know each other.
import js from '@eslint/js'
import svelte from 'eslint-plugin-svelte'
import globals from 'globals'
import ts from 'typescript-eslint'

const closed = (files, folders) => ({
  files,
  rules: { 'no-restricted-imports': ['error', { patterns: folders.map((f) => ({ group: [`**/${f}/**`], message: `this stage does not know ${f}` })) }] },
})

export default ts.config(
  { ignores: ['dist', 'node_modules', 'basemap/dist', 'console/openapi.d.ts'] },
  js.configs.recommended,
  ...ts.configs.recommendedTypeChecked,
  ...svelte.configs.recommended,
  {
    languageOptions: {
      globals: { ...globals.browser, ...globals.node },
      parserOptions: {
        projectService: {
          allowDefaultProject: ['*.js', '*.mjs', 'e2e/*.mjs', 'basemap/*.mjs', 'reporter/*.mjs', 'roll/*.mjs'],
          maximumDefaultProjectFileMatchCount_THIS_WILL_SLOW_DOWN_LINTING: 30,
        },
        extraFileExtensions: ['.svelte'],
        tsconfigRootDir: import.meta.dirname,
      },
    },
    rules: {
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      // A Map or a Date that no page watches need not be watched.
      'svelte/prefer-svelte-reactivity': 'off',
    },
  },
  {
    files: ['**/*.svelte'],
    // What a template hands to a function has no type here; svelte-check knows it and looks.
    rules: {
      '@typescript-eslint/no-unsafe-call': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
    },
  },
  { files: ['**/*.svelte', '**/*.svelte.ts'], languageOptions: { parserOptions: { parser: ts.parser } } },
  // Scripts of the build and of the browser tests are plain JavaScript, without types.
  { files: ['**/*.mjs', '**/*.js'], ...ts.configs.disableTypeChecked },
  { files: ['**/*.mjs', '**/*.js'], languageOptions: { parserOptions: { project: null, projectService: false } } },
  closed(['core/**'], ['ui', 'console', 'reporter', 'roll']),
  closed(['ui/**'], ['console', 'reporter', 'roll']),
  closed(['reporter/**'], ['console', 'roll']),
  closed(['roll/**'], ['console', 'reporter']),
  closed(['console/**'], ['reporter', 'roll']),
)
