import { rmSync } from 'node:fs'
import { join } from 'node:path'

/** Set by scripts/package.mjs where only the development Electron can be had: its folder, its version and a Node. */
const development = process.env.SKRANKE_DEVELOPMENT_ELECTRON
  ? {
      folder: process.env.SKRANKE_DEVELOPMENT_ELECTRON,
      version: process.env.SKRANKE_DEVELOPMENT_ELECTRON_VERSION,
      node: process.env.SKRANKE_CORE_NODE
    }
  : null

/** Of each native module the binary of the platform that is packaged, and no sources. */
const NATIVE_MODULES = [
  '!node_modules/better-sqlite3/{deps,src,binding.gyp}',
  '!node_modules/better-sqlite3/prebuilds/!(${platform}-${arch}.node)',
  '!node_modules/@serialport/bindings-cpp/{src,binding.gyp,build}',
  '!node_modules/@serialport/bindings-cpp/prebuilds/!(${platform}-*${arch}*)/**',
  '!node_modules/**/*.{md,map,ts,c,cc,cpp,h,hpp}'
]

/** A packaged program must not be turned into something else by its environment or its command line. */
const FUSES = {
  runAsNode: false,
  enableCookieEncryption: true,
  enableNodeOptionsEnvironmentVariable: false,
  enableNodeCliInspectArguments: false,
  enableEmbeddedAsarIntegrityValidation: true,
  onlyLoadAppFromAsar: true,
  loadBrowserProcessSpecificV8Snapshot: false,
  grantFileProtocolExtraPrivileges: false
}

/** @type {import('electron-builder').Configuration} */
const released = {
  appId: 'no.skranke.desk',
  productName: 'Skranke',
  copyright: 'Skranke',
  directories: { output: 'dist', buildResources: 'resources' },
  files: ['out/**', '!out/**/.built-at', 'resources/**', 'package.json', ...NATIVE_MODULES],
  asar: true,
  asarUnpack: ['**/*.node'],
  // The native modules bring Node-API binaries: nothing is compiled.
  npmRebuild: false,
  electronFuses: FUSES,
  publish: null,
  icon: 'resources/icon.png',
  linux: {
    target: ['deb', 'AppImage'],
    executableName: 'skranke',
    category: 'Office',
    maintainer: 'Skranke <skranke@example.invalid>',
    synopsis: 'The reception desk of a GP clinic'
  },
  win: { target: ['nsis'], executableName: 'Skranke' },
  nsis: {
    oneClick: false,
    perMachine: true,
    allowToChangeInstallationDirectory: true,
    deleteAppDataOnUninstall: false
  },
  mac: { target: ['dir'], category: 'public.app-category.medical' }
}

/**
 * A package to try the program where GitHub is out of reach: an old Electron, so it brings a Node of its own for the
 * core, which can read no asar. Marked in its name and by a file that the program looks for.
 * @param {NonNullable<typeof development>} electron
 */
const forDevelopment = (electron) => ({
  ...released,
  productName: 'Skranke Development',
  electronDist: electron.folder,
  electronVersion: electron.version,
  asar: false,
  asarUnpack: undefined,
  electronFuses: undefined,
  linux: { ...released.linux, target: ['dir'], executableName: 'skranke-development' },
  extraResources: [
    { from: electron.node, to: 'node/node' },
    { from: 'scripts/package/DEVELOPMENT-PACKAGE.txt', to: 'DEVELOPMENT-PACKAGE.txt' }
  ],
  // The development Electron's own loader lies where our program goes.
  afterPack: async ({ appOutDir }) => rmSync(join(appOutDir, 'resources', 'app', 'main.js'), { force: true })
})

export default development ? forDevelopment(development) : released
