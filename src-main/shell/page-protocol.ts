import { readFile } from 'node:fs/promises'
import { protocol, type Session } from 'electron'
import { pageFile } from './page-files'
import { PAGE_HEADERS } from './security-policy'

/** Must run before the program is ready: gives `app:` an origin, secure contexts and fetch, but no CSP exception. */
export function registerPageScheme(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme: 'app', privileges: { standard: true, secure: true, supportFetchAPI: true } }
  ])
}

/** Serves the built pages, and only those, under `app://desk/`. */
export function servePages(session: Session, folder: string): void {
  session.protocol.handle('app', async (request) => {
    const file = request.method === 'GET' ? pageFile(request.url, folder) : null
    const content = file && (await readIfPresent(file.path))
    if (!file || !content) return new Response('Not found', { status: 404, headers: PAGE_HEADERS })
    return new Response(new Uint8Array(content), {
      headers: { ...PAGE_HEADERS, 'Content-Type': file.contentType }
    })
  })
}

async function readIfPresent(path: string): Promise<Buffer | null> {
  try {
    return await readFile(path)
  } catch (error) {
    if (error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'EISDIR'))
      return null
    throw error
  }
}
