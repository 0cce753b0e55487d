import type { z } from 'zod'
import type { CallFrame, ReplyFrame } from '@contract/frames'
import {
  shellMethods,
  type FileTarget,
  type Preferences,
  type Route,
  type ShellErrorCode,
  type ShellInfo,
  type ShellSettings
} from '@contract/shell'

type Answer = Promise<{ readonly output: unknown } | { readonly code: string }>
type Handler<P> = (input: unknown, page: P) => Answer

export interface ShellServices<P> {
  info(page: P): ShellInfo
  saveFile(page: P, file: { name: string; content: string }): Promise<boolean>
  chooseFile(page: P, name: string): Promise<FileTarget | null>
  print(page: P): Promise<boolean>
  savePdf(page: P, file: { name: string }): Promise<boolean>
  openWindow(page: P, route: Route): void
  openWall(page: P): void
  openCheckIn(): void
  setFullScreen(page: P, isFullScreen: boolean): void
  settings(): ShellSettings
  changeSettings(settings: ShellSettings): void
  preferences(): Preferences
  setPreference(name: string, value: Preferences[string]): void
  restartCore(): void
  quit(): void
}

/** Answers the `shell.` methods. Input is validated as strictly as the core does. */
export function createShellMethods<P>(
  services: ShellServices<P>
): (frame: CallFrame, page: P) => Promise<ReplyFrame> {
  const handlers = handlersOf(services)
  return async ({ id, method, input }, page) => {
    const handler = handlers.get(method)
    const answer = handler ? await handler(input, page) : { code: 'unknown-method' }
    if ('output' in answer) return { kind: 'reply', id, ok: true, output: answer.output }
    return { kind: 'reply', id, ok: false, error: { code: answer.code, parameters: {} } }
  }
}

function handlersOf<P>(services: ShellServices<P>): ReadonlyMap<string, Handler<P>> {
  const input = <M extends keyof typeof shellMethods>(method: M): (typeof shellMethods)[M]['input'] =>
    shellMethods[method].input
  return new Map<string, Handler<P>>([
    ['shell.info', validated(input('shell.info'), (_input, page: P) => services.info(page))],
    [
      'shell.saveFile',
      validated(
        input('shell.saveFile'),
        async (file, page: P) => ({ isSaved: await services.saveFile(page, file) }),
        {
          failsWith: 'file-not-saved'
        }
      )
    ],
    [
      'shell.chooseFile',
      validated(input('shell.chooseFile'), async ({ name }, page: P) => ({
        target: await services.chooseFile(page, name)
      }))
    ],
    [
      'shell.print',
      validated(
        input('shell.print'),
        async (_input, page: P) => ({ isPrinted: await services.print(page) }),
        {
          failsWith: 'print-failed'
        }
      )
    ],
    [
      'shell.savePdf',
      validated(
        input('shell.savePdf'),
        async (file, page: P) => ({ isSaved: await services.savePdf(page, file) }),
        {
          failsWith: 'file-not-saved'
        }
      )
    ],
    [
      'shell.openWindow',
      validated(input('shell.openWindow'), ({ route }, page: P) => done(services.openWindow(page, route)))
    ],
    [
      'shell.openWall',
      validated(input('shell.openWall'), (_input, page: P) => done(services.openWall(page)))
    ],
    ['shell.openCheckIn', validated(input('shell.openCheckIn'), () => done(services.openCheckIn()))],
    [
      'shell.setFullScreen',
      validated(input('shell.setFullScreen'), ({ isFullScreen }, page: P) =>
        done(services.setFullScreen(page, isFullScreen))
      )
    ],
    ['shell.settings', validated(input('shell.settings'), () => services.settings())],
    [
      'shell.changeSettings',
      validated(input('shell.changeSettings'), (settings) => {
        services.changeSettings(settings)
        return services.settings()
      })
    ],
    ['shell.preferences', validated(input('shell.preferences'), () => services.preferences())],
    [
      'shell.setPreference',
      validated(input('shell.setPreference'), ({ name, value }) => done(services.setPreference(name, value)))
    ],
    ['shell.restartCore', validated(input('shell.restartCore'), () => done(services.restartCore()))],
    ['shell.quit', validated(input('shell.quit'), () => done(services.quit()))]
  ])
}

const done = (_result: void): Record<string, never> => ({})

function validated<S extends z.ZodType, P>(
  schema: S,
  handle: (input: z.output<S>, page: P) => unknown,
  { failsWith = 'internal' }: { failsWith?: ShellErrorCode | 'internal' } = {}
): Handler<P> {
  return async (input, page) => {
    const parsed = schema.safeParse(input)
    if (!parsed.success) return { code: 'invalid-input' }
    try {
      return { output: await handle(parsed.data, page) }
    } catch (error) {
      if (error instanceof Error) return { code: failsWith }
      throw error
    }
  }
}
