import type { RouteRecordRaw } from 'vue-router'

export const routes: RouteRecordRaw[] = [
  {
    path: '/export',
    component: () => import('./ExportPage.vue'),
    meta: { roles: ['manager'], isWide: true, patientTool: { titleKey: 'exports.title', order: 61 } }
  }
]
