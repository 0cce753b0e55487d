import { Temporal } from 'temporal-polyfill'
import { parseJson } from './body'
import { PortalFault, PortalRefusal } from './faults'
import type { PortalSession } from './portal-session'
import {
  ClinicRefusal,
  PortalStatus,
  type CodeChecked,
  type CodeStateReport,
  type RegistrationAnswer
} from './wire'

/** What clinic and portal say beside FHIR (docs/portal-protocol.md). Each POST may be said again. */
export class ClinicClient {
  constructor(private readonly session: PortalSession) {}

  /** A moment of the portal's clock, by ours: how long ago it was counts, not what either clock shows. */
  toOurClock(moment: string): Temporal.Instant {
    return Temporal.Instant.from(moment).subtract({ milliseconds: this.session.time.offsetMs ?? 0 })
  }

  /** @throws PortalFault `not-a-portal` where the address answers something else */
  async status(signal?: AbortSignal): Promise<PortalStatus> {
    const answer = await this.session.ask({
      method: 'GET',
      path: '/clinic/status',
      headers: { accept: 'application/json' },
      ...(signal ? { signal } : {})
    })
    if (answer.status === 404) throw new PortalFault('not-a-portal')
    if (answer.status !== 200)
      throw new PortalRefusal(answer.status, saidOf(answer.text), answer.retryAfterMs)
    return parseJson(PortalStatus, answer.text)
  }

  async codeState(id: string, report: CodeStateReport, signal?: AbortSignal): Promise<void> {
    await this.#post(`code-requests/${id}/state`, report, signal)
  }

  async codeChecked(id: string, checked: CodeChecked, signal?: AbortSignal): Promise<void> {
    await this.#post(`code-requests/${id}/checked`, checked, signal)
  }

  async answerRegistration(id: string, answer: RegistrationAnswer, signal?: AbortSignal): Promise<void> {
    await this.#post(`registrations/${id}/answer`, answer, signal)
  }

  /** @param patient the Patient's id at the portal */
  async setLocked(patient: string, isLocked: boolean, signal?: AbortSignal): Promise<void> {
    await this.#post(`accounts/${patient}/${isLocked ? 'lock' : 'unlock'}`, {}, signal)
  }

  /** @throws PortalRefusal; a 404 says that it is over, and so does no harm to whoever asked too late */
  async #post(path: string, body: object, signal: AbortSignal | undefined): Promise<void> {
    const answer = await this.session.ask({
      method: 'POST',
      path: `/clinic/${path}`,
      headers: { accept: 'application/json', 'content-type': 'application/json' },
      body: JSON.stringify(body),
      ...(signal ? { signal } : {})
    })
    if (answer.status >= 300) throw new PortalRefusal(answer.status, saidOf(answer.text), answer.retryAfterMs)
  }
}

function saidOf(text: string): string {
  try {
    const { error, message } = parseJson(ClinicRefusal, text)
    return [error, message].filter(Boolean).join(': ').slice(0, 200)
  } catch (error) {
    if (error instanceof PortalFault) return ''
    throw error
  }
}
