import { extname, resolve, sep } from 'node:path'
import { parseAddress } from './address'

/** The one origin our pages have. */
export const PAGE_ORIGIN = 'app://desk'

const CONTENT_TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.mp3': 'audio/mpeg',
  '.wav': 'audio/wav'
}

export interface PageFile {
  readonly path: string
  readonly contentType: string
}

/** The file of the pages' folder that an address names; null when it names none, or anything outside the folder. */
export function pageFile(address: string, folder: string): PageFile | null {
  const url = parseAddress(address)
  if (!url || `${url.protocol}//${url.host}` !== PAGE_ORIGIN) return null
  const name = decode(url.pathname)
  if (name === null || /[\0\\]/.test(name)) return null
  const path = resolve(folder, `.${name === '/' ? '/index.html' : name}`)
  const contentType = CONTENT_TYPES[extname(path)]
  return contentType && path.startsWith(resolve(folder) + sep) ? { path, contentType } : null
}

function decode(text: string): string | null {
  try {
    return decodeURIComponent(text)
  } catch (error) {
    if (error instanceof URIError) return null
    throw error
  }
}
