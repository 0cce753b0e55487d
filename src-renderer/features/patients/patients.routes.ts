import { mdiAccountOutline } from '@mdi/js'
import type { RouteRecordRaw } from 'vue-router'

export const routes: RouteRecordRaw[] = [
  {
    path: '/patients',
    component: () => import('./PatientsPage.vue'),
    meta: { rail: { icon: mdiAccountOutline, titleKey: 'patients.title', order: 30 } }
  }
]
