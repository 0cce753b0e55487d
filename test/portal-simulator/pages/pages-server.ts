import type { FastifyReply, FastifyRequest } from 'fastify'
import { LANGUAGES } from '../../../src-preload/contract/choices'
import type { Language } from '../../../src-preload/contract/values'
import { html } from './html'
import { layout, notFound } from './layout'
import type { House, Reply, Visitor } from './page'
import { childrenOf, patientById } from './people'
import { route } from './routes'
import { SCRIPT } from './script'
import { isOwnForm, type Session } from './sessions'
import { ICON, STYLE } from './style'
import { Speech } from './words'

const COOKIE = 'portal'
/** Nothing from elsewhere, nothing written into the page, nothing kept by the browser. */
const HEADERS = {
  'cache-control': 'no-store',
  'content-security-policy':
    "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
  'referrer-policy': 'same-origin',
  'x-content-type-options': 'nosniff'
} as const

/** Answers a browser: the patient's side of the portal. */
export async function answerBrowser(
  house: House,
  request: FastifyRequest,
  reply: FastifyReply
): Promise<FastifyReply> {
  void reply.headers(HEADERS)
  const address = new URL(request.url, 'http://portal')
  if (address.pathname === '/portal.css') return reply.type('text/css').send(STYLE)
  if (address.pathname === '/portal.js') return reply.type('text/javascript').send(SCRIPT)
  if (address.pathname === '/portal.svg') return reply.type('image/svg+xml').send(ICON)
  const session = house.sessions.open(cookieOf(request), spokenBy(request, house))
  if (isLocked(house, session)) house.sessions.lockOut(session)
  const language = LANGUAGES.find((each) => each === address.searchParams.get('lang'))
  if (language && request.method === 'GET') {
    session.language = language
    address.searchParams.delete('lang')
    return keep(request, reply, session).redirect(`${address.pathname}${address.search}`, 303)
  }
  const visitor = visitorOf(house, { session, request, address })
  if (request.method === 'POST' && !isOwnForm(session, visitor.form.get('csrf') ?? '')) {
    session.notice ??= { kind: 'bad', key: 'form-old' }
    return keep(request, reply, session).redirect(visitor.patient ? '/' : '/login', 303)
  }
  return send(reply, visitor, (await route(request.method, visitor)) ?? notFound())
}

function send(reply: FastifyReply, visitor: Visitor, answer: Reply): FastifyReply {
  // A look that began before somebody logged in may be answered after it: it names no session.
  if ('live' in answer) return reply.type('application/json').send(JSON.stringify(answer.live))
  if ('to' in answer)
    return keep(reply.request, reply, answer.session ?? visitor.session).redirect(answer.to, 303)
  keep(reply.request, reply, visitor.session)
  const { notice } = visitor.session
  visitor.session.notice = null
  return reply
    .code(answer.status ?? 200)
    .type('text/html; charset=utf-8')
    .send(layout(visitor, answer, notice))
}

/** A page for a fault of ours: without anything that could fail again. */
export function failurePage(house: House, language: Language): string {
  const speech = new Speech(language, house.clinic.timeZone)
  return html`<!doctype html>
    <html lang="${language}">
      <head>
        <meta charset="utf-8" />
        <title>${house.clinic.name}</title>
        <link rel="stylesheet" href="/portal.css" />
      </head>
      <body>
        <main>
          <h1>${house.clinic.name}</h1>
          <p>${speech.say('failed')}</p>
        </main>
      </body>
    </html>`.text
}

function visitorOf(
  house: House,
  { session, request, address }: { session: Session; request: FastifyRequest; address: URL }
): Visitor {
  const patient = patientById(house.held, session.patientId)
  const children = patient ? childrenOf(house.held, patient) : []
  const child = children.find((each) => each.patient.id === session.subjectId)?.patient
  return {
    house,
    session,
    speech: new Speech(session.language, house.clinic.timeZone),
    path: address.pathname,
    query: address.searchParams,
    form: new URLSearchParams(typeof request.body === 'string' ? request.body : ''),
    names: [],
    patient,
    // Whoever may no longer act for a child sees their own record again.
    subject: child ?? patient,
    children,
    from: request.ip
  }
}

/** An account that the desk has locked is locked at once. */
function isLocked({ line }: House, { patientId }: Session): boolean {
  return patientId !== null && line.account(patientId)?.state === 'locked'
}

function spokenBy(request: FastifyRequest, { clinic }: House): Language {
  const asked = request.headers['accept-language']?.toLowerCase().split(/[,;-]/)[0] ?? ''
  const code = asked === 'no' ? 'nb' : asked
  return LANGUAGES.find((language) => language === code) ?? clinic.language
}

function cookieOf({ headers }: FastifyRequest): string | undefined {
  return headers.cookie
    ?.split(';')
    .map((each) => each.trim().split('='))
    .find(([name]) => name === COOKIE)?.[1]
}

function keep({ protocol }: FastifyRequest, reply: FastifyReply, { id }: Session): FastifyReply {
  const secure = protocol === 'https' ? '; Secure' : ''
  return reply.header('set-cookie', `${COOKIE}=${id}; Path=/; HttpOnly; SameSite=Lax${secure}`)
}
