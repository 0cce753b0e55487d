import type { RouteRecordRaw } from 'vue-router'

export const routes: RouteRecordRaw[] = [
  {
    path: '/erasures',
    component: () => import('./ErasuresPage.vue'),
    meta: { roles: ['manager'], patientTool: { titleKey: 'rights.erasures.title', order: 90 } }
  }
]
