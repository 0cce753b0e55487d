import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { app, dialog, type BrowserWindow } from 'electron'

export interface SaveRequest {
  readonly name: string
  readonly content: string
}

/** Asks where to save, and saves. False when the dialog was cancelled. `folder` answers in the dialog's place, for tests. */
export async function saveFile(
  window: BrowserWindow,
  request: SaveRequest,
  folder: string | null
): Promise<boolean> {
  const path = await choosePath(window, request.name, folder)
  if (!path) return false
  await writeFile(path, request.content, { encoding: 'utf8', mode: 0o600 })
  return true
}

/** Where a file of this name goes: asked, or in `folder`. Null when the dialog was cancelled. */
export async function choosePath(
  window: BrowserWindow,
  wished: string,
  folder: string | null
): Promise<string | null> {
  const name = safeFileName(wished)
  return folder ? join(folder, name) : await askWhere(window, name)
}

async function askWhere(window: BrowserWindow, name: string): Promise<string | null> {
  const answer = await dialog.showSaveDialog(window, { defaultPath: join(app.getPath('documents'), name) })
  return answer.canceled || !answer.filePath ? null : answer.filePath
}

/** A name that every file system takes and that stays in its folder. */
export function safeFileName(name: string): string {
  const plain = [...name]
    .map((character) => (/[\p{L}\p{N} ._()-]/u.test(character) ? character : '-'))
    .join('')
  return plain.replace(/^\.+/, '').trim() || 'file.txt'
}
