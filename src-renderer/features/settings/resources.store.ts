import type { Resource, ResourceKind } from '@contract/schedules'
import { defineStore } from 'pinia'
import { computed, ref } from 'vue'
import { call, useCoreEvent, useReload } from '../../core-client'

/** The rooms and equipment that a visit may need, in step with the core; read where it is first asked for. */
export const useResources = defineStore('resources', () => {
  const kinds = ref<readonly ResourceKind[]>([])
  const resources = ref<readonly Resource[]>([])
  const activeKinds = computed(() => kinds.value.filter(({ isActive }) => isActive))

  async function load(): Promise<void> {
    const read = await call('resources.list', {})
    kinds.value = read.kinds
    resources.value = read.resources
  }

  useReload(load)
  useCoreEvent('resources.changed', () => void load())
  return { kinds, resources, activeKinds, load }
})
