/* Fetches, and says what a script can see of the answer, or the name of the error. */
async function call(url, options) {
  try {
    const response = await fetch(url, options);
    return {status: response.status, headers: Object.fromEntries(response.headers), body: await response.text()};
  } catch (failure) {
    return {error: failure.name};
  }
}

/* Fetches from a frame whose origin is opaque: requests from there say "Origin: null". */
function fetchFromSandbox(url) {
  const frame = document.createElement('iframe');
  frame.sandbox = 'allow-scripts';
  frame.srcdoc = `<script>fetch(${JSON.stringify(url)}).then(
    response => parent.postMessage(response.status, '*'), failure => parent.postMessage(failure.name, '*'))<` + '/script>';
  return new Promise(resolve => {
    addEventListener('message', event => resolve(event.data), {once: true});
    document.body.append(frame);
  });
}

/* When the answer began, as far as the browser tells: zero if the server does not allow it to tell. */
function timing(url) {
  return new Promise(resolve => new PerformanceObserver(entries => {
    const entry = entries.getEntriesByName(url)[0];
    if (entry) {
      resolve(entry.responseStart);
    }
  }).observe({type: 'resource', buffered: true}));
}

/* Says something to a WebSocket, and gives what it answers, or why it closed. */
function say(url, text) {
  return new Promise(resolve => {
    const socket = new WebSocket(url);
    socket.onopen = () => socket.send(text);
    socket.onmessage = message => resolve(message.data);
    socket.onclose = event => resolve(`closed with ${event.code}`);
  });
}

/* Shows a page in a frame; done when the frame says it is loaded, whatever it shows. */
function frame(url) {
  return new Promise(resolve => {
    const frame = document.createElement('iframe');
    frame.onload = () => resolve();
    frame.src = url;
    document.body.append(frame);
  });
}
