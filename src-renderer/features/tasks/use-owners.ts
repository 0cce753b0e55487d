import type { User } from '@contract/users'
import { shallowRef, type ShallowRef } from 'vue'
import { call, useCoreEvent, useReload } from '../../core-client'

/** Everybody who can take on a task. */
export function useOwners(): ShallowRef<readonly User[]> {
  const owners = shallowRef<readonly User[]>([])
  async function load(): Promise<void> {
    owners.value = (await call('session.users', {})).filter(({ isActive }) => isActive)
  }
  useReload(load)
  useCoreEvent('users.changed', () => void load())
  return owners
}
