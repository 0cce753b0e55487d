import type { PortalRefusals } from '@contract/portal'
import { shallowRef, type ShallowRef } from 'vue'
import { showError } from '../../app/undo'
import { call, useCoreEvent, useReload } from '../../core-client'

/** What patients were told no to at the portal lately, in step with it; null until it has been read. */
export function useRefusals(): ShallowRef<PortalRefusals | null> {
  const refusals = shallowRef<PortalRefusals | null>(null)
  async function load(): Promise<void> {
    refusals.value = await call('portal.refusals', {})
  }
  useReload(load)
  useCoreEvent('portal.changed', () => void load().catch(showError))
  return refusals
}
