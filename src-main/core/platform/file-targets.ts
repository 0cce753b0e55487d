import { AppError } from './app-error'

/**
 * Files a person has named in the shell's dialog. A page gets a token and never a path, so that it can write nowhere
 * else; each serves once.
 */
export class FileTargets {
  readonly #paths = new Map<string, string>()

  offer(token: string, path: string): void {
    this.#paths.set(token, path)
  }

  /** @throws AppError `target-unknown` */
  take(token: string): string {
    const path = this.#paths.get(token)
    if (path === undefined) throw new AppError('target-unknown')
    this.#paths.delete(token)
    return path
  }
}
