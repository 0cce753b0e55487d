import type { CodeChecked } from '../../../src-main/core/portal/wire'
import { html } from './html'
import { field, form } from './layout'
import { liveText } from './live-text'
import { askCode } from './log-in-page'
import { bad, good, onward, startCode, type Live, type Member, type Reply, type Visitor } from './page'
import { claimedMobileOf, patientById, patientByNumber } from './people'
import { phoneBox } from './practice-pages'

/** A patient waits for the check as long; the clinic answers in a second when it is there. */
const CHECK_WAIT_MS = 8_000

export async function codePage(visitor: Visitor): Promise<Reply> {
  const { session, speech } = visitor
  const step = session.code
  if (!step) return { to: '/login' }
  return {
    title: 'code-title',
    body: html`<div class="card narrow">
        ${liveText('/code/state', codeState(visitor))}
        ${form(
          visitor,
          '/code',
          html`${field({
              name: 'code',
              label: speech.say('code'),
              hint: speech.say('code-hint'),
              inputMode: 'numeric',
              autocomplete: 'one-time-code'
            })}<button>${speech.say('code-check')}</button>`
        )}
        <div class="aside row">
          <a class="without-script" href="/code">${speech.say('code-refresh')}</a>
          ${form(visitor, '/code/again', html`<button class="quiet">${speech.say('code-again')}</button>`)}
        </div>
        <p class="aside">${speech.say('need-help')} <a href="/help">${speech.say('help')}</a></p>
      </div>
      ${await phoneBox(visitor)}`
  }
}

const FINAL: ReadonlySet<string> = new Set(['delivered', 'failed', 'refused', 'expired'])

export function codeState({ house, session, speech }: Visitor): Live {
  const request = house.line.codeRequest(session.code?.requestId ?? '')
  if (!request) return { live: { text: speech.say('state-asked'), isDone: false } }
  const state = house.line.isOpen(request) || FINAL.has(request.state) ? request.state : 'expired'
  const key = state === 'refused' && request.reason === 'limit' ? 'state-limit' : (`state-${state}` as const)
  return { live: { text: speech.say(key), isDone: FINAL.has(state) } }
}

export function codeAgain(visitor: Visitor): Reply {
  const { session, house } = visitor
  const step = session.code
  if (!step) return { to: '/login' }
  if (step.purpose === 'login') return askCode(visitor, step.number)
  if (session.patientId === null || house.byNumber.isTooMany(`mobile ${session.patientId}`))
    return onward(session, '/profile', bad('too-many'))
  startCode(visitor, { purpose: 'verify-mobile', number: '', patientId: session.patientId })
  return { to: '/code' }
}

/** Passes on what was typed and waits a little for the answer. */
export async function checkCode(visitor: Visitor): Promise<Reply> {
  const { session, house, form: given } = visitor
  const step = session.code
  if (!step) return { to: '/login' }
  if (house.byVisitor.isTooMany(`code ${visitor.from}`)) return onward(session, '/code', bad('too-many'))
  const request = house.line.codeRequest(step.requestId ?? '')
  if (!request) return onward(session, '/code', bad('outcome-waiting'))
  const typed = given.get('code') ?? ''
  const attempt = house.line.typeCode(request, typed)
  const isChecked = () => request.checked.has(attempt)
  const answered = await house.line.untilAnswered(isChecked, CHECK_WAIT_MS)
  const checked = request.checked.get(attempt)
  if (!answered || !checked) return onward(session, '/code', bad('outcome-waiting'))
  if (checked.outcome !== 'right') return onward(session, '/code', outcomeNotice(visitor, checked))
  return step.purpose === 'login'
    ? enter(visitor, request.patientId)
    : mobileProven(visitor, request.patientId)
}

function outcomeNotice({ speech }: Visitor, { outcome, triesLeft, newerSent }: CodeChecked) {
  if (outcome === 'right') return good('mobile-done')
  if (outcome === 'wrong' && triesLeft === 1) return bad('outcome-wrong-last')
  return bad(`outcome-${outcome}`, {
    tries: triesLeft ?? 0,
    time: newerSent === undefined ? '' : speech.time(newerSent)
  })
}

function enter({ session, house }: Visitor, patientId: string): Reply {
  const number = session.code?.number ?? ''
  session.code = null
  if (!patientById(house.held, patientId) || house.line.account(patientId)?.state === 'locked')
    return onward(session, '/login', bad('locked'))
  house.line.recordLogin(patientId, 'code')
  const isFormer = patientByNumber(house.held, number)?.isFormer === true
  const inside = house.sessions.logIn(session, patientId, isFormer ? bad('former-number') : null)
  return { to: '/', session: inside }
}

function mobileProven({ session, house }: Visitor, patientId: string): Reply {
  session.code = null
  const proven = patientById(house.held, patientId)
  session.provenMobile = (proven && claimedMobileOf(proven)) ?? session.provenMobile
  return onward(session, '/profile', good('mobile-done'))
}

export function verifyMobile(member: Member): Reply {
  const { session, house } = member
  if (house.byNumber.isTooMany(`mobile ${member.patient.id}`))
    return onward(session, '/profile', bad('too-many'))
  startCode(member, { purpose: 'verify-mobile', number: '', patientId: member.patient.id })
  return { to: '/code' }
}
