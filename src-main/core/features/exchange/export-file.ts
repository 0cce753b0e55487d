import { rmSync } from 'node:fs'
import { open, rename, type FileHandle } from 'node:fs/promises'

const PARTIAL = '.part'

/** What a file is called while it is being written. */
export function partialName(file: string): string {
  return file + PARTIAL
}

/**
 * A file that is written piece by piece, readable by this user only. It has its name once it is whole and on the disk;
 * until then it is called otherwise, and goes when it is given up.
 */
export class ExportFile {
  private constructor(
    private readonly handle: FileHandle,
    private readonly file: string
  ) {}

  static async create(file: string): Promise<ExportFile> {
    removePartial(partialName(file))
    return new ExportFile(await open(partialName(file), 'wx', 0o600), file)
  }

  async write(text: string): Promise<void> {
    if (text !== '') await this.handle.write(text)
  }

  async finish(): Promise<void> {
    await this.handle.sync()
    await this.handle.close()
    await rename(partialName(this.file), this.file)
  }

  async discard(): Promise<void> {
    await this.handle.close()
    removePartial(partialName(this.file))
  }
}

/** Removes what was half written; nothing where there is none. */
export function removePartial(partial: string): void {
  rmSync(partial, { force: true })
}
