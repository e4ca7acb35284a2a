import type { gallery as words } from '../zh/gallery';

export const gallery: typeof words = {
  gallery: {
    group: 'Development',
    title: 'Components',
    index: 'Index of components',
    both: 'Light and dark',
    light: 'Light',
    dark: 'Dark',
    props: 'Properties',
    prop: 'Property',
    type: 'Type',
    note: 'Meaning',
    source: 'Source',
    show: 'Show',
    hide: 'Hide',
  },
};
