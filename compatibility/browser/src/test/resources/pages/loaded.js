ran.push('loaded');
