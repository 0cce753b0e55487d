import type { User } from '@contract/users'
import { shallowRef, type ShallowRef } from 'vue'
import { call, useCoreEvent, useReload } from '../../core-client'

/** Those who can see to a reply: who work at the desk. */
export function useDeskPeople(): ShallowRef<readonly User[]> {
  const people = shallowRef<readonly User[]>([])
  async function load(): Promise<void> {
    const users = await call('session.users', {})
    people.value = users.filter(({ role, isActive }) => isActive && role !== 'clinician')
  }
  useReload(load)
  useCoreEvent('users.changed', () => void load())
  return people
}
