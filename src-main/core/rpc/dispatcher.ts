import {
  CallFrame,
  MAX_FRAME_CHARACTERS,
  type CodedError,
  type CoreFrame,
  type ReplyFrame
} from '@contract/frames'
import { methods, type MethodName } from '@contract/index'
import type { Access } from '@contract/method'
import { AppError } from '../platform/app-error'
import type { Log } from '../platform/log'
import { describeError } from '../platform/log'
import { codedStorageFailure } from '../database/storage-failure'
import type { Handlers } from './handlers'
import type { Session } from './session'

/** Methods a locked window may still call: to be unlocked, or to be handed to somebody else. */
const ALLOWED_WHILE_LOCKED: ReadonlySet<string> = new Set<MethodName>([
  'system.state',
  'session.users',
  'session.current',
  'session.signIn',
  'session.signOut',
  'session.unlock',
  'session.lock',
  'lan.resume'
])

export interface DispatcherOptions {
  readonly handlers: () => Partial<Handlers<MethodName>>
  readonly log: Log
  /** Also holds every answer against its schema: in tests and development. */
  readonly checksOutputs: boolean
}

export interface Dispatcher {
  /** Answers one frame. Never throws: whatever goes wrong becomes a coded reply. */
  answer(frame: unknown, session: Session): Promise<ReplyFrame>
  /** Calls one method as `session`; throws what it refuses. */
  call(method: string, input: unknown, session: Session): Promise<unknown>
}

/** Validates, authorises and dispatches calls, and turns errors into coded replies: the only place that does. */
export function createDispatcher({ handlers, log, checksOutputs }: DispatcherOptions): Dispatcher {
  async function call(method: string, input: unknown, session: Session): Promise<unknown> {
    if (!isMethod(method)) throw new AppError('unknown-method', { method: method.slice(0, 100) })
    authorise(method, session)
    const handler = handlers()[method]
    if (!handler) throw new AppError('no-clinic')
    const spec = methods[method]
    const parsed = spec.input.safeParse(input)
    if (!parsed.success)
      throw new AppError('invalid-input', { field: parsed.error.issues[0]?.path.join('.') ?? '' })
    const proceed = async () => await invoke(handler, parsed.data, { actor: session.actor, session })
    const user = session.signIn?.user ?? null
    const output = session.gate
      ? await session.gate.pass({ method, input: parsed.data, user }, proceed)
      : await proceed()
    return checksOutputs ? spec.output.parse(output) : output
  }
  return {
    call,
    async answer(frame, session) {
      if (JSON.stringify(frame).length > MAX_FRAME_CHARACTERS)
        return refuse(idOf(frame), { code: 'frame-too-large', parameters: {} })
      const parsed = CallFrame.safeParse(frame)
      if (!parsed.success)
        return refuse(idOf(frame), { code: 'invalid-input', parameters: { field: 'frame' } })
      const { id, method, input } = parsed.data
      try {
        return { kind: 'reply', id, ok: true, output: await call(method, input, session) }
      } catch (error) {
        return refuse(id, toCodedError(error, method, log))
      }
    }
  }
}

/** TypeScript cannot follow that one name picks both the handler and its parsed input; the schema has just checked it. */
async function invoke(handler: unknown, input: unknown, call: unknown): Promise<unknown> {
  if (typeof handler !== 'function') throw new AppError('unknown-method')
  return await Reflect.apply(handler, undefined, [input, call])
}

function isMethod(method: string): method is MethodName {
  return Object.hasOwn(methods, method)
}

/** @throws AppError `not-signed-in`, `locked`, `not-allowed`, `not-over-network` */
function authorise(method: MethodName, session: Session): void {
  const access: Access = methods[method].access
  if (session.isMaintenance) return
  if (session.gate && !session.gate.mayCall(method, session.signIn?.user ?? null)) {
    const isForSignedIn = session.gate.kind === 'person' && !session.signIn && access !== 'anyone'
    throw new AppError(isForSignedIn ? 'not-signed-in' : 'not-over-network')
  }
  if (session.signIn?.isLocked && !ALLOWED_WHILE_LOCKED.has(method)) throw new AppError('locked')
  if (access === 'anyone') return
  if (!session.signIn) throw new AppError('not-signed-in')
  if (access !== 'signed-in' && !access.includes(session.signIn.user.role)) throw new AppError('not-allowed')
}

/** The error as it crosses the border. A bug is logged without what was typed and shown as `internal`. */
export function toCodedError(error: unknown, method: string, log: Log): CodedError {
  if (error instanceof AppError) return { code: error.code, parameters: { ...error.parameters } }
  const storage = codedStorageFailure(error)
  if (storage) {
    log.error('storage-failure', { method, code: storage.code })
    return storage
  }
  log.error('call-failed', { method, ...describeError(error) })
  return { code: 'internal', parameters: {} }
}

function idOf(frame: unknown): number {
  return typeof frame === 'object' && frame !== null && 'id' in frame && typeof frame.id === 'number'
    ? frame.id
    : -1
}

function refuse(id: number, error: CodedError): ReplyFrame {
  return { kind: 'reply', id, ok: false, error }
}

export type PushFrame = (frame: CoreFrame) => void
