import { CONSENT_CHANNELS } from '@contract/choices'
import type { CodeState } from '@contract/codes'
import type { ConsentChannel } from '@contract/consents'
import type { Patient } from '@contract/patients'
import { computed, ref, type Ref } from 'vue'
import { translate } from '../../../app/i18n'
import { useEmail } from '../../settings/email.store'

/** By which channel a code goes: where it is already on its way, else as chosen, else as the patient prefers. */
export function useCodeChannel(patient: Ref<Patient | null>, code: Ref<CodeState | null>) {
  const email = useEmail()
  const chosen = ref<ConsentChannel | null>(null)

  function displayOf(channel: ConsentChannel): string | null {
    const now = patient.value
    if (channel === 'sms') return now?.mobile?.display ?? null
    const mayEmail = email.isOn && now?.addressProtection === 'none'
    return mayEmail ? (now.email?.display ?? null) : null
  }

  const open = computed(() => CONSENT_CHANNELS.filter((channel) => displayOf(channel) !== null))
  const channels = computed(() =>
    open.value.map((value) => ({ value, label: translate(`consents.channel.${value}`) }))
  )
  const byItself = computed(
    () => open.value.find((channel) => channel === patient.value?.preferredChannel) ?? open.value[0] ?? 'sms'
  )
  const underWay = computed(() => {
    const state = code.value?.state
    return state === 'asked' || state === 'on-modem' || state === 'sent' || state === 'delivered'
      ? (code.value?.channel ?? null)
      : null
  })
  const channel = computed<ConsentChannel>({
    get: () => chosen.value ?? underWay.value ?? byItself.value,
    set(wanted) {
      chosen.value = wanted
    }
  })
  const address = computed(() => displayOf(channel.value) ?? '')

  return { channel, channels, address }
}
