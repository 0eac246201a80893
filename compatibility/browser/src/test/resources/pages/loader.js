ran.push('loader');
try {
  const script = document.createElement('script');
  script.src = 'loaded.js?by-loader';
  document.head.append(script);
} catch (refused) {
  ran.push(refused.name);
}
