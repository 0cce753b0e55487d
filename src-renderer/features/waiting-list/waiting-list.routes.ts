import { mdiPlaylistStar } from '@mdi/js'
import type { RouteRecordRaw } from 'vue-router'

export const routes: RouteRecordRaw[] = [
  {
    path: '/waiting-list',
    component: () => import('./WaitingListPage.vue'),
    meta: {
      roles: ['receptionist', 'manager'],
      rail: {
        icon: mdiPlaylistStar,
        titleKey: 'waitingList.title',
        order: 25,
        badge: 'gaps',
        keys: 'shift+l'
      }
    }
  }
]
