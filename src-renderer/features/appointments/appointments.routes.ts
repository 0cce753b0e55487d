import { mdiCalendarBlankOutline } from '@mdi/js'
import type { RouteRecordRaw } from 'vue-router'

export const routes: RouteRecordRaw[] = [
  {
    path: '/today',
    name: 'today',
    component: () => import('./TodayPage.vue'),
    meta: { rail: { icon: mdiCalendarBlankOutline, titleKey: 'app.rail.today', order: 10 } }
  }
]
