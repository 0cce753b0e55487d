import { existsSync } from 'node:fs'
import { capture, run } from './run.mjs'

/** What Electron needs on Debian, and the file that shows each is there. Some releases renamed packages. */
const LIBRARIES = [
  { packages: ['libgtk-3-0', 'libgtk-3-0t64'], file: 'libgtk-3.so.0' },
  { packages: ['libnss3'], file: 'libnss3.so' },
  { packages: ['libasound2', 'libasound2t64'], file: 'libasound.so.2' },
  { packages: ['libgbm1'], file: 'libgbm.so.1' },
  { packages: ['libxss1'], file: 'libXss.so.1' }
]
/** The far end of the serial ports in the tests, and another program's SMS codec to compare ours with. */
const TEST_TOOLS = [{ packages: ['socat'], file: '/usr/bin/socat' }]
/** Another PC's browser, and a patient's; another one can be named. */
const BROWSER = { packages: ['chromium'], file: process.env['SKRANKE_TEST_CHROMIUM'] ?? '/usr/bin/chromium' }
const COMPARED_TOOLS = [{ packages: ['python3-gammu'], file: '/usr/lib/python3/dist-packages/gammu' }]
const COMPARED_SENDERS = [
  { packages: ['gammu-smsd'], file: '/usr/bin/gammu-smsd' },
  { packages: ['smstools'], file: '/usr/sbin/smsd' }
]
const VIRTUAL_DISPLAY = { packages: ['xvfb'], file: '/usr/bin/Xvfb' }

/**
 * Makes sure that Electron can start: installs what is missing where we may, otherwise says with which command.
 * @param {{ needsVirtualDisplay: boolean }} needs
 */
export async function ensureSystemLibraries({ needsVirtualDisplay }) {
  if (process.platform !== 'linux') return
  const needed = needsVirtualDisplay ? [...LIBRARIES, VIRTUAL_DISPLAY] : LIBRARIES
  const known = await knownLibraries()
  const missing = needed.filter(({ file }) => !isPresent(file, known))
  if (missing.length === 0) return
  if (!existsSync('/usr/bin/apt-get')) {
    throw new Error(
      `Electron needs libraries that are missing: ${missing.map(({ file }) => file).join(', ')}. Install them with your system's package manager.`
    )
  }
  await install(await nameOf(missing))
}

/**
 * Installs what the tests use, where we may. Without the programs to compare with their tests are left out.
 * @param {{ needsBrowser?: boolean }} [needs]
 */
export async function ensureTestTools({ needsBrowser = false } = {}) {
  if (process.platform !== 'linux') return
  const mayInstall = process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')
  const always = needsBrowser ? [...TEST_TOOLS, BROWSER] : TEST_TOOLS
  const needed = mayInstall ? [...always, ...COMPARED_TOOLS] : always
  const missing = needed.filter(({ file }) => !existsSync(file))
  if (missing.length === 0) return
  if (!existsSync('/usr/bin/apt-get')) {
    throw new Error(
      `The tests need programs that are missing: ${missing.map(({ file }) => file).join(', ')}.`
    )
  }
  await install(await nameOf(missing), 'The tests need programs')
}

/** Other programs that send SMS, to measure ours beside: installed where we may, otherwise left out. */
export async function ensureComparedSenders() {
  if (process.platform !== 'linux' || process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) return
  const missing = COMPARED_SENDERS.filter(({ file }) => !existsSync(file))
  if (missing.length === 0) return
  try {
    await install(await nameOf(missing), 'The comparison needs programs')
  } catch (error) {
    // Without them ours is measured alone.
    console.error(error instanceof Error ? error.message : error)
  }
}

/** @param {readonly string[]} packages @param {string} who */
async function install(packages, who = 'Electron needs system libraries') {
  const command = `apt-get install -y --no-install-recommends ${packages.join(' ')}`
  if (process.getuid?.() !== 0) {
    throw new Error(`${who} that are missing. Install them with:\n\n  sudo ${command}\n`)
  }
  console.error(`Installing system libraries: ${packages.join(' ')} …`)
  const env = { DEBIAN_FRONTEND: 'noninteractive' }
  const code = await run('sh', ['-c', command], { env, stdio: ['ignore', 2, 2] })
  if (code !== 0)
    throw new Error(`The system libraries could not be installed. Try:\n\n  apt-get update && ${command}\n`)
}

/** Picks, of a library's package names, the one this release has. @param {readonly { packages: string[] }[]} missing */
async function nameOf(missing) {
  const names = missing.flatMap(({ packages }) => packages)
  let { code, output } = await capture('apt-cache', ['policy', ...names])
  if (code !== 0 || !output.includes('Candidate:')) {
    await run('apt-get', ['update'], { stdio: ['ignore', 2, 2] })
    output = (await capture('apt-cache', ['policy', ...names])).output
  }
  return missing.map(
    ({ packages }) => packages.find((name) => hasCandidate(output, name)) ?? packages[0] ?? ''
  )
}

/** @param {string} policy the output of `apt-cache policy` @param {string} name */
export function hasCandidate(policy, name) {
  const block = policy.split(/^(?=\S)/m).find((part) => part.startsWith(`${name}:\n`))
  return block !== undefined && /Candidate: (?!\(none\))/.test(block)
}

async function knownLibraries() {
  const { output } = await capture(existsSync('/sbin/ldconfig') ? '/sbin/ldconfig' : 'ldconfig', ['-p'])
  return output
}

/** @param {string} file @param {string} known */
function isPresent(file, known) {
  return file.startsWith('/') ? existsSync(file) : known.includes(`${file} `)
}
