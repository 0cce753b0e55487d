import { mdiMessageOutline } from '@mdi/js'
import type { RouteRecordRaw } from 'vue-router'

export const routes: RouteRecordRaw[] = [
  {
    path: '/messages',
    component: () => import('./MessagesPage.vue'),
    meta: {
      rail: { icon: mdiMessageOutline, titleKey: 'messages.title', order: 40, badge: 'unread' },
      roles: ['receptionist', 'manager']
    }
  }
]
