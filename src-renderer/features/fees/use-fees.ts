import type { Fee, FeeFilter } from '@contract/fees'
import { reactive, ref, shallowRef, watch, type Ref, type ShallowRef } from 'vue'
import { useClock } from '../../app/clock.store'
import { translate } from '../../app/i18n'
import { offerUndo, showError } from '../../app/undo'
import { call, useCoreEvent, useReload } from '../../core-client'
import { addDays, addMonths } from '../../lib/dates'
import { nameOf } from '../appointments/names'

interface Fees {
  filter: FeeFilter
  fees: ShallowRef<readonly Fee[]>
  isCut: Ref<boolean>
  isLoaded: Ref<boolean>
  decide(fee: Fee, decision: { isHandled: boolean; note: string }): Promise<void>
}

/** The fees of a period, this month's to begin with, and what was decided about each. */
export function useFees(): Fees {
  const clock = useClock()
  const firstOfMonth = `${clock.today.slice(0, 8)}01`
  const filter = reactive<FeeFilter>({
    from: firstOfMonth,
    until: addDays(addMonths(firstOfMonth, 1), -1),
    clinicianId: null,
    state: 'open'
  })
  const fees = shallowRef<readonly Fee[]>([])
  const isCut = ref(false)
  const isLoaded = ref(false)
  let asked = 0

  async function load(): Promise<void> {
    asked += 1
    const mine = asked
    const found = await call('fees.list', { ...filter })
    if (mine !== asked) return
    fees.value = found.fees
    isCut.value = found.isCut
    isLoaded.value = true
  }

  async function write(fee: Fee, { isHandled, note }: { isHandled: boolean; note: string }): Promise<void> {
    await call('fees.decide', { appointmentId: fee.appointmentId, isHandled, note })
    await load()
  }

  async function decide(fee: Fee, decision: { isHandled: boolean; note: string }): Promise<void> {
    const before = { isHandled: fee.handled !== null, note: fee.note }
    try {
      await write(fee, decision)
      offerUndo({
        text: translate(`fees.done.${whatOf(before.isHandled, decision.isHandled)}`, { name: nameOf(fee) }),
        undo: async () => await write(fee, before)
      })
    } catch (error) {
      showError(error)
    }
  }

  const reload = (): void => void load().catch(showError)
  watch(filter, reload)
  useReload(load)
  useCoreEvent('fees.changed', reload)
  useCoreEvent('appointments.changed', reload)
  useCoreEvent('settings.changed', reload)
  return { filter, fees, isCut, isLoaded, decide }
}

function whatOf(wasHandled: boolean, isHandled: boolean): 'handled' | 'opened' | 'noted' {
  if (wasHandled === isHandled) return 'noted'
  return isHandled ? 'handled' : 'opened'
}
