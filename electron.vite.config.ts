import { fileURLToPath } from 'node:url'
import vue from '@vitejs/plugin-vue'
import { defineConfig } from 'electron-vite'
import vuetify, { transformAssetUrls } from 'vite-plugin-vuetify'
import { themeSheet } from './scripts/vite/theme-sheet'

const path = (relative: string): string => fileURLToPath(new URL(relative, import.meta.url))
const alias = { '@contract': path('./src-preload/contract') }

/** Native modules stay outside the bundle; they are the package's only production dependencies. */
const external = ['electron', 'better-sqlite3', 'serialport', /^@serialport\//]

const commonJs = {
  format: 'cjs' as const,
  entryFileNames: '[name].cjs',
  chunkFileNames: 'chunks/[name]-[hash].cjs'
}

const parts = {
  main: {
    resolve: { alias },
    build: {
      target: 'node18',
      outDir: path('./out/main'),
      externalizeDeps: false,
      rolldownOptions: {
        external,
        input: {
          main: path('./src-main/shell/main.ts'),
          'core-process': path('./src-main/core/process.ts'),
          cli: path('./src-main/core/cli.ts')
        },
        output: commonJs
      }
    }
  },
  preload: {
    resolve: { alias },
    build: {
      target: 'node18',
      outDir: path('./out/preload'),
      externalizeDeps: false,
      rolldownOptions: { external, input: { bridge: path('./src-preload/bridge.ts') }, output: commonJs }
    }
  },
  renderer: {
    root: path('./src-renderer'),
    resolve: { alias },
    // vue-i18n: no options API. Message compilation makes a syntax tree, never a function, so it runs under the CSP.
    define: {
      __VUE_OPTIONS_API__: 'true',
      __VUE_PROD_DEVTOOLS__: 'false',
      __VUE_I18N_FULL_INSTALL__: 'false',
      __VUE_I18N_LEGACY_API__: 'false',
      __INTLIFY_DROP_MESSAGE_COMPILER__: 'false',
      __INTLIFY_PROD_DEVTOOLS__: 'false'
    },
    plugins: [vue({ template: { transformAssetUrls } }), vuetify({ autoImport: true }), themeSheet()],
    build: {
      target: 'chrome114',
      outDir: path('./out/renderer'),
      minify: true,
      // A font or picture inlined as a data: address would need a hole in the CSP.
      assetsInlineLimit: 0,
      rolldownOptions: { input: path('./src-renderer/index.html'), checks: { bundlerTimings: false } }
    }
  }
} satisfies Parameters<typeof defineConfig>[0]

// scripts/setup/build.mjs names one part when only that is stale; nothing named builds all.
const only = process.env['SKRANKE_BUILD_ONLY']

export default defineConfig(only === 'main' ? { main: parts.main } : parts)
