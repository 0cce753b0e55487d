import { spawn } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { inRoot, ROOT } from './paths.mjs'

/**
 * @typedef {object} RunOptions
 * @property {import('node:child_process').StdioOptions} [stdio]
 * @property {Record<string, string | undefined>} [env] added to our own
 * @property {string} [cwd]
 * @property {number} [timeoutMs] the process is ended after it
 * @property {boolean} [shell]
 */

/**
 * Runs a program to its end and answers with its exit code; 1 when it could not be started or was ended.
 * @param {string} command @param {readonly string[]} parameters @param {RunOptions} [options]
 * @returns {Promise<number>}
 */
export function run(command, parameters, { stdio = 'inherit', env = {}, cwd = ROOT, timeoutMs, shell } = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, [...parameters], {
      stdio,
      cwd,
      shell,
      env: { ...process.env, ...env },
      timeout: timeoutMs
    })
    const stopEnding = passOnSignals(child)
    child.on('error', (error) => {
      stopEnding()
      console.error(`${command} could not be started: ${error.message}`)
      resolve(1)
    })
    child.on('exit', (code) => {
      stopEnding()
      resolve(code ?? 1)
    })
  })
}

/** @type {readonly NodeJS.Signals[]} */
const ENDINGS = ['SIGINT', 'SIGTERM', 'SIGHUP']

/** Ctrl+C, `kill` and a terminal that is closed reach the child too, and we end when it has. @param {import('node:child_process').ChildProcess} child */
function passOnSignals(child) {
  const pass = (/** @type {NodeJS.Signals} */ signal) => void child.kill(signal)
  for (const signal of ENDINGS) process.on(signal, pass)
  return () => {
    for (const signal of ENDINGS) process.off(signal, pass)
  }
}

/**
 * Runs a program and answers with what it wrote on both streams, as it came.
 * @param {string} command @param {readonly string[]} parameters @param {Omit<RunOptions, 'stdio'>} [options]
 * @returns {Promise<{ code: number, output: string }>}
 */
export function capture(command, parameters, { env = {}, cwd = ROOT, timeoutMs, shell } = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, [...parameters], {
      stdio: ['ignore', 'pipe', 'pipe'],
      cwd,
      shell,
      env: { ...process.env, ...env },
      timeout: timeoutMs
    })
    let output = ''
    const collect = (/** @type {Buffer} */ data) => (output += data.toString())
    child.stdout.on('data', collect)
    child.stderr.on('data', collect)
    const stopEnding = passOnSignals(child)
    child.on('error', (error) => {
      stopEnding()
      resolve({ code: 1, output: `${output}${command} could not be started: ${error.message}\n` })
    })
    child.on('close', (code) => {
      stopEnding()
      resolve({ code: code ?? 1, output })
    })
  })
}

/**
 * How to start npm: the very npm that runs us when there is one, which also avoids npm.cmd on Windows.
 * @param {readonly string[]} parameters
 * @returns {[string, string[], { shell: boolean }]}
 */
export function npm(parameters) {
  const own = process.env.npm_execpath
  if (own && /\.c?js$/.test(own) && existsSync(own))
    return [process.execPath, [own, ...parameters], { shell: false }]
  return ['npm', [...parameters], { shell: process.platform === 'win32' }]
}

/**
 * The JavaScript file behind a command of an installed package, to be run with `process.execPath`: no shell, no shim.
 * @param {string} packageName @param {string} [command]
 */
export function tool(packageName, command = packageName) {
  const file = inRoot('node_modules', packageName, 'package.json')
  const { bin } = JSON.parse(readFileSync(file, 'utf8'))
  return join(dirname(file), typeof bin === 'string' ? bin : bin[command])
}
