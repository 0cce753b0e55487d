import importX, { createNodeResolver } from 'eslint-plugin-import-x'
import vue from 'eslint-plugin-vue'
import tseslint from 'typescript-eslint'
import { layers, PACKAGES } from './scripts/lint/layers.mjs'

const TESTS = ['**/*.test.ts', 'test/**/*.ts']

/** Ways to let text become markup or code; a page has no use for any of them. */
const NO_MARKUP = ['innerHTML', 'outerHTML', 'insertAdjacentHTML', 'write', 'createContextualFragment'].map(
  (property) => ({
    selector:
      property === 'write'
        ? "CallExpression[callee.object.name='document'][callee.property.name='write']"
        : `MemberExpression[property.name='${property}']`,
    message: `Text must never become markup: render it in a template instead of ${property}.`
  })
)

const NODE_GLOBALS = [
  'process',
  'require',
  'module',
  'Buffer',
  'global',
  '__dirname',
  '__filename',
  'setImmediate'
]
const PAGE_GLOBALS = ['window', 'document', 'localStorage', 'sessionStorage', 'navigator']

const restrict = (names, message) => ['error', ...names.map((name) => ({ name, message }))]

export default tseslint.config(
  { ignores: ['out/', 'dist/', 'node_modules/', '.cache/', '.desk/', 'test-results/', 'coverage/'] },
  { linterOptions: { reportUnusedDisableDirectives: 'error', noInlineConfig: true } },
  ...tseslint.configs.strict,
  ...vue.configs['flat/recommended'],
  {
    files: ['**/*.{ts,vue}'],
    languageOptions: { parserOptions: { parser: tseslint.parser, extraFileExtensions: ['.vue'] } },
    plugins: { 'import-x': importX },
    settings: {
      'import-x/resolver-next': [createNodeResolver({ extensions: ['.ts', '.vue', '.mjs', '.json'] })]
    },
    rules: {
      // TypeScript knows which names exist in which runtime.
      'no-undef': 'off',
      'no-console': 'error',
      'no-empty': ['error', { allowEmptyCatch: false }],
      'no-constant-condition': 'error',
      'no-fallthrough': 'error',
      'no-unsafe-finally': 'error',
      'no-self-assign': 'error',
      'no-useless-escape': 'error',
      'no-control-regex': 'off',
      'no-cond-assign': 'error',
      'no-debugger': 'error',
      'no-sparse-arrays': 'error',
      'preserve-caught-error': 'error',
      'no-eval': 'error',
      'no-implied-eval': 'error',
      'no-new-func': 'error',
      'no-nested-ternary': 'error',
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      'prefer-const': 'error',
      '@typescript-eslint/max-params': ['error', { max: 4 }],
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      '@typescript-eslint/consistent-type-assertions': ['error', { assertionStyle: 'never' }],
      // TypeScript looks for what nothing uses, in a fifth of the time.
      '@typescript-eslint/no-unused-vars': 'off',
      '@typescript-eslint/no-import-type-side-effects': 'error',
      '@typescript-eslint/no-invalid-void-type': 'off',
      '@typescript-eslint/no-namespace': ['error', { allowDeclarations: true }],
      '@typescript-eslint/no-empty-object-type': ['error', { allowInterfaces: 'with-single-extends' }]
    }
  },
  ...layers().map(({ files, zones }) => ({
    files,
    ignores: TESTS,
    rules: { 'import-x/no-restricted-paths': ['error', { basePath: import.meta.dirname, zones }] }
  })),
  ...packageRules(),
  {
    files: ['src-main/**/*.ts', 'migrations/**/*.ts'],
    rules: { 'no-restricted-globals': restrict(PAGE_GLOBALS, 'There is no page in this process.') }
  },
  {
    files: ['src-renderer/**/*.{ts,vue}'],
    ignores: TESTS,
    rules: {
      'no-restricted-globals': restrict(
        NODE_GLOBALS,
        'A page has no Node: call a method through core-client.'
      ),
      'no-restricted-syntax': ['error', ...NO_MARKUP],
      '@typescript-eslint/no-restricted-imports': [
        'error',
        {
          patterns: [
            {
              regex: '^@contract/(?!choices$)',
              allowTypeImports: true,
              message:
                'A page takes types of the contract only, so that zod stays out of it: lists are in @contract/choices.'
            }
          ]
        }
      ],
      'vue/no-v-html': 'error',
      'vue/block-lang': ['error', { script: { lang: 'ts' } }],
      'vue/component-api-style': ['error', ['script-setup']],
      'vue/block-order': ['error', { order: ['script', 'template', 'style'] }],
      'vue/multi-word-component-names': 'off',
      'vue/require-default-prop': 'off',
      // Prettier decides about layout.
      ...Object.fromEntries(LAYOUT_RULES().map((rule) => [`vue/${rule}`, 'off']))
    }
  },
  {
    files: TESTS,
    rules: {
      '@typescript-eslint/consistent-type-assertions': 'off',
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/max-params': 'off',
      'no-empty-pattern': 'off'
    }
  },
  {
    files: ['scripts/**', 'test/**', 'src-main/core/cli/**', 'src-main/core/cli.ts'],
    rules: { 'no-console': 'off' }
  },
  { files: ['src-renderer/app/**'], rules: { 'no-console': ['error', { allow: ['error'] }] } },
  {
    files: ['**/*.{js,mjs}'],
    languageOptions: {
      globals: Object.fromEntries(
        ['process', 'console', 'setTimeout', 'clearTimeout', 'Buffer', 'URL', 'document'].map((name) => [
          name,
          'readonly'
        ])
      )
    }
  }
)

/** One rule entry per file can hold only one list, so folders that several patterns cover get them together. */
function packageRules() {
  const patterns = (named) => named.map(({ regex, message }) => ({ regex, message }))
  return PACKAGES.map((entry) => {
    const covering = PACKAGES.filter((other) =>
      entry.files[0].startsWith(other.files[0].replace(/\*.*$/, ''))
    )
    return {
      files: entry.files,
      ignores: TESTS,
      rules: { 'no-restricted-imports': ['error', { patterns: patterns(covering) }] }
    }
  })
}

function LAYOUT_RULES() {
  return [
    'html-indent',
    'html-self-closing',
    'html-closing-bracket-newline',
    'max-attributes-per-line',
    'multiline-html-element-content-newline',
    'singleline-html-element-content-newline',
    'first-attribute-linebreak',
    'html-closing-bracket-spacing'
  ]
}
