import { spawn } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'

/** Whether windows can be shown here. */
export function hasDisplay() {
  return process.platform !== 'linux' || Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY)
}

/**
 * Starts a virtual display of the smallest screen the desk is made for.
 * @returns {Promise<{ display: string, stop: () => void }>}
 */
export function startVirtualDisplay() {
  const parameters = ['-displayfd', '3', '-screen', '0', '1366x768x24', '-nolisten', 'tcp']
  const server = spawn('Xvfb', parameters, { stdio: ['ignore', 'ignore', 'ignore', 'pipe'] })
  return new Promise((resolve, reject) => {
    server.on('error', (error) => reject(new Error(`Xvfb could not be started: ${error.message}`)))
    server.on('exit', (code) => reject(new Error(`Xvfb ended with code ${code} before it had a display.`)))
    // Xvfb picks a free number itself and writes it once it can be used.
    server.stdio[3]?.once('data', (number) => {
      resolve({ display: `:${String(number).trim()}`, stop: () => void server.kill() })
    })
  })
}

/**
 * A virtual display has no graphics card: Chromium tries, fails, and one start in six then waits for it for ever
 * (Electron 25, 8 of 50; none of 60 with this switch).
 */
export const WITHOUT_GRAPHICS_CARD = '--disable-gpu'

/** Chromium's switches for this machine: its sandbox cannot work for root, nor where the kernel forbids it. */
export function sandboxSwitches() {
  return process.platform === 'linux' && (process.getuid?.() === 0 || isSandboxForbidden())
    ? ['--no-sandbox']
    : []
}

function isSandboxForbidden() {
  return (
    setting('unprivileged_userns_clone') === '0' || setting('apparmor_restrict_unprivileged_userns') === '1'
  )
}

/** @param {string} name */
function setting(name) {
  const file = `/proc/sys/kernel/${name}`
  return existsSync(file) ? readFileSync(file, 'utf8').trim() : null
}
