<?php echo 'branch';
