import type { UserId } from '@contract/ids'
import type { SignedIn, User } from '@contract/users'
import type { Role } from '@contract/values'
import { defineStore } from 'pinia'
import { computed, ref, shallowRef } from 'vue'
import { call, useCoreEvent } from '../../core-client'

/** Who sits at this window. */
export const useSession = defineStore('session', () => {
  const signedIn = shallowRef<SignedIn | null>(null)
  const isKnown = ref(false)
  const users = shallowRef<readonly User[]>([])
  let owesLock = false

  const user = computed<User | null>(() => signedIn.value?.user ?? null)
  const role = computed<Role | undefined>(() => user.value?.role)
  const isOpen = computed(() => signedIn.value !== null && !signedIn.value.isLocked)
  /** On another PC that gets the waiting room and the own calendar only. */
  const isLimited = computed(() => signedIn.value?.isLimited ?? false)
  /** Those who book, register and answer; the core enforces it. */
  const isDesk = computed(
    () => !isLimited.value && (role.value === 'receptionist' || role.value === 'manager')
  )
  const isManager = computed(() => !isLimited.value && role.value === 'manager')

  useCoreEvent('session.changed', take)
  useCoreEvent('users.changed', () => void loadUsers())

  function take(session: SignedIn | null): void {
    signedIn.value = session
    isKnown.value = true
  }

  /** The sessions of a core that ended are gone with it. */
  function forget(): void {
    signedIn.value = null
    isKnown.value = false
  }

  async function load(): Promise<void> {
    // Locked while the core was out of reach: it has not heard of it yet.
    if (owesLock) await tellLocked()
    take(await call('session.current', {}))
    await loadUsers()
  }

  async function loadUsers(): Promise<void> {
    users.value = await call('session.users', {})
  }

  async function signIn(userId: UserId, password: string): Promise<void> {
    take(await call('session.signIn', { userId, password }))
  }

  async function unlock(password: string): Promise<void> {
    take(await call('session.unlock', { password }))
  }

  async function lock(): Promise<void> {
    if (!signedIn.value || signedIn.value.isLocked) return
    // The page is wiped first: whatever the core answers, nothing of a patient stays on the screen.
    signedIn.value = { ...signedIn.value, isLocked: true }
    await tellLocked()
  }

  async function tellLocked(): Promise<void> {
    owesLock = true
    await call('session.lock', {})
    owesLock = false
  }

  async function signOut(): Promise<void> {
    signedIn.value = null
    await call('session.signOut', {})
    await loadUsers()
  }

  return {
    signedIn,
    isKnown,
    users,
    user,
    role,
    isOpen,
    isLimited,
    isDesk,
    isManager,
    take,
    forget,
    load,
    signIn,
    unlock,
    lock,
    signOut
  }
})
