import { randomUUID } from 'node:crypto'
import { open, rename, rm, type FileHandle } from 'node:fs/promises'

interface OpenFile {
  readonly path: string
  readonly handle: FileHandle
  /** Whose file it is: a window that closes writes no more. */
  readonly pageId: number
}

/**
 * Files that are written part by part, readable by this user only. What is not whole has another name than was asked
 * for, and goes when it will never be.
 */
export class FileWriter {
  readonly #files = new Map<string, OpenFile>()

  /** @returns the number to write to */
  async begin(path: string, pageId: number): Promise<string> {
    const handle = await open(partial(path), 'w', 0o600)
    const id = randomUUID()
    this.#files.set(id, { path, handle, pageId })
    return id
  }

  async write(id: string, content: string): Promise<void> {
    await this.#of(id).handle.appendFile(content, 'utf8')
  }

  /** @returns whether the file is there under its name */
  async end(id: string, isWhole: boolean): Promise<boolean> {
    const { path, handle } = this.#of(id)
    this.#files.delete(id)
    await handle.close()
    if (isWhole) await rename(partial(path), path)
    else await rm(partial(path), { force: true })
    return isWhole
  }

  /** Those of a window that has closed; null: all, the program ends. */
  async drop(pageId: number | null): Promise<void> {
    const left = [...this.#files].filter(([, file]) => pageId === null || file.pageId === pageId)
    for (const [id] of left) await this.end(id, false)
  }

  #of(id: string): OpenFile {
    const file = this.#files.get(id)
    if (!file) throw new Error('The file is not being written.')
    return file
  }
}

const partial = (path: string): string => `${path}.part`
