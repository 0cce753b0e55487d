import { mdiCheckboxMarkedOutline } from '@mdi/js'
import type { RouteRecordRaw } from 'vue-router'

export const routes: RouteRecordRaw[] = [
  {
    path: '/tasks',
    component: () => import('./TasksPage.vue'),
    meta: {
      rail: {
        icon: mdiCheckboxMarkedOutline,
        titleKey: 'tasks.title',
        order: 45,
        badge: 'tasks',
        keys: 'shift+o'
      }
    }
  }
]
