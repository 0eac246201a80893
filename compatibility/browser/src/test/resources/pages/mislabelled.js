var mislabelled = true;
