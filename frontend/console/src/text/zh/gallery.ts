export const gallery = {
  gallery: {
    group: '开发',
    title: '组件',
    index: '组件目录',
    both: '亮色与暗色',
    light: '亮色',
    dark: '暗色',
    props: '属性',
    prop: '属性',
    type: '类型',
    note: '说明',
    source: '源代码',
    show: '显示',
    hide: '收起',
  },
};
