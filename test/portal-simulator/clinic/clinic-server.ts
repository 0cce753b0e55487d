import { z } from 'zod'
import {
  CodeChecked,
  CodeStateReport,
  RegistrationAnswer,
  type PortalStatus
} from '../../../src-main/core/portal/wire'
import type { Answer, Call } from '../call'
import type { DeskLine } from './desk-line'

interface Desk {
  readonly line: DeskLine
  readonly status: () => PortalStatus
}

/** What `{base}/clinic` answers, but for the events. */
export function answerClinic({ line, status }: Desk, call: Call): Answer {
  const [thing, id = '', what] = call.path.split('/').slice(2)
  if (call.method === 'GET' && thing === 'status') return { status: 200, body: status() }
  if (call.method !== 'POST') return refused(404, 'not-found')
  switch (`${thing} ${what}`) {
    case 'code-requests state':
      return taken(CodeStateReport, call, (report) => line.reportCode(id, report))
    case 'code-requests checked':
      return taken(CodeChecked, call, (checked) => line.checkCode(id, checked))
    case 'registrations answer':
      return taken(RegistrationAnswer, call, (answer) => line.answerRegistration(id, answer))
    case 'accounts lock':
      return done(line.lock(id, true))
    case 'accounts unlock':
      return done(line.lock(id, false))
    default:
      return refused(404, 'not-found')
  }
}

function taken<Body>(schema: z.ZodType<Body>, call: Call, take: (body: Body) => boolean): Answer {
  try {
    return done(take(schema.parse(JSON.parse(call.body))))
  } catch (error) {
    if (error instanceof z.ZodError) return refused(400, 'invalid', z.prettifyError(error))
    if (error instanceof SyntaxError) return refused(400, 'invalid', 'The body is no JSON.')
    throw error
  }
}

function done(isKnown: boolean): Answer {
  return isKnown ? { status: 204 } : refused(404, 'not-found')
}

function refused(status: number, error: string, message?: string): Answer {
  return { status, body: { error, ...(message === undefined ? {} : { message }) } }
}
