import process from 'node:process'

const NEEDED_NAPI = 10

/** The entry of the headless core. The database driver aborts a Node too old for it, so the Node is looked at first. */
async function main(): Promise<void> {
  // Whatever is written is for this user alone.
  process.umask(0o077)
  if (Number(process.versions['napi'] ?? 0) < NEEDED_NAPI) {
    process.stderr.write(
      `This Node (${process.version}) is too old for the database. Use Node 22.14 or newer.\n`
    )
    process.exitCode = 1
    return
  }
  const { runCommand } = await import('./cli/run-command')
  process.exitCode = await runCommand(process.argv.slice(2))
}

void main()
