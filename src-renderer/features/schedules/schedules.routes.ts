import type { RouteRecordRaw } from 'vue-router'

export const routes: RouteRecordRaw[] = [
  {
    path: '/schedules',
    component: () => import('./SchedulesPage.vue'),
    meta: { isWide: true, titleKey: 'schedules.titles', roles: ['receptionist', 'manager'] }
  }
]
