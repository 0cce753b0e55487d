import { mdiCalendarBlankOutline } from '@mdi/js'
import type { RouteRecordRaw } from 'vue-router'
import TodayPage from './TodayPage.vue'

export const routes: RouteRecordRaw[] = [
  {
    path: '/today',
    name: 'today',
    component: TodayPage,
    meta: { rail: { icon: mdiCalendarBlankOutline, titleKey: 'app.rail.today', order: 10 } }
  }
]
