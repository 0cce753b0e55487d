import { mdiCalendarAccountOutline, mdiSeatOutline } from '@mdi/js'
import type { RouteRecordRaw } from 'vue-router'

export const routes: RouteRecordRaw[] = [
  {
    path: '/my-day',
    name: 'my-day',
    component: () => import('./MyDayPage.vue'),
    meta: {
      rail: { icon: mdiCalendarAccountOutline, titleKey: 'waiting-room.myDay.rail', order: 5 },
      roles: ['clinician']
    }
  },
  {
    path: '/waiting-room',
    name: 'waiting-room',
    component: () => import('./WaitingRoomPage.vue'),
    meta: { rail: { icon: mdiSeatOutline, titleKey: 'app.rail.waitingRoom', order: 20, badge: 'waiting' } }
  }
]
